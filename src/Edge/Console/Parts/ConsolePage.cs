using AiGateway.Edge.Console.Api;
using AiGateway.Edge.Console.Texts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiGateway.Edge.Console.Parts;

/// <summary>What pages have in common: their texts, the management API, and that a refusal is told and nothing else is lost.</summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();

    [CascadingParameter]
    internal Preferences Chosen { get; set; } = Preferences.Usual;

    [Inject]
    internal ManagementApi Api { get; set; } = null!;

    [Inject]
    internal ISnackbar Notes { get; set; } = null!;

    /// <summary>Why the page cannot be shown; null when it can.</summary>
    protected string? Problem { get; private set; }

    internal Wording T => Wording.Of(Chosen.Language);

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Left => _left.Token;

    /// <summary>Asks for what the page shows.</summary>
    protected abstract Task Load();

    protected override Task OnParametersSetAsync() => Reload();

    protected async Task Reload()
    {
        try
        {
            await Load();
            Problem = null;
        }
        catch (Exception e) when (e is ManagementProblem or HttpRequestException)
        {
            Problem = e.Message;
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
        }
    }

    /// <summary>Does what a button says, tells how it went, and shows the page anew.</summary>
    protected async Task Do(Func<Task> action, string done)
    {
        try
        {
            await action();
            Notes.Add(done, Severity.Success);
            await Reload();
        }
        catch (Exception e) when (e is ManagementProblem or HttpRequestException)
        {
            Notes.Add(e.Message, Severity.Error);
        }
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        GC.SuppressFinalize(this);
    }
}
