namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>What a client is to ask, beside <c>one two three</c>; in <c>task.mjs</c> it becomes each client's own words.</summary>
internal sealed record ClientTask
{
    public string? System { get; init; }

    /// <summary>A pixel beside the words.</summary>
    public bool Image { get; init; }

    public string[]? Stop { get; init; }

    /// <summary>Two tools are offered, and the results of their calls brought back.</summary>
    public bool Tools { get; init; }

    /// <summary>The answer is to have the form of a place with a city.</summary>
    public bool Schema { get; init; }

    public bool Stream { get; init; }

    /// <summary>Go away as soon as the first words are there.</summary>
    public bool Leave { get; init; }

    /// <summary>Further members in the client's own words.</summary>
    public object? Extra { get; init; }
}

/// <summary>What came of it.</summary>
/// <param name="Text">All that was said.</param>
/// <param name="Finish">How it ended, in the client's words; null when the client was not told.</param>
/// <param name="Calls">Of tools.</param>
/// <param name="Left">Whether it went away.</param>
/// <param name="Error">Class of the exception; null without one.</param>
/// <param name="Name">What the exception calls itself.</param>
/// <param name="Status">Of HTTP, as the exception says.</param>
/// <param name="Message">Of the exception.</param>
internal sealed record ClientReport(string? Text, string? Finish, ToolCalled[]? Calls, bool Left, string? Error, string? Name, int? Status, string? Message)
{
    /// <summary>The report of a success; anything else ends the test.</summary>
    public ClientReport Ok
    {
        get
        {
            Assert.True(Error is null, ToString());
            return this;
        }
    }

    public override string ToString() => Error is null
        ? $"'{Text}' ({Finish ?? "no word how it ended"}{(Left ? ", left" : "")})"
        : $"{Error} {Name} {Status}: {Message}";
}

internal sealed record ToolCalled(string Name, string City);
