namespace AiGateway.FakeProvider.Log;

/// <summary>One request as it arrived, and what became of it.</summary>
internal sealed class LogEntry
{
    public required long Seq { get; init; }

    /// <summary>Microseconds since 1970, when the headers had been read.</summary>
    public required long ArrivedUs { get; init; }

    /// <summary>Null while under way.</summary>
    public long? EndedUs { get; set; }

    public Ending? Ending { get; set; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required string Query { get; init; }

    /// <summary>The credential, from whichever header carried it.</summary>
    public string? Key { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Null until all of it has arrived. Of a WebSocket the messages so far, one a line.</summary>
    public string? Body { get; set; }

    /// <summary>The fields of a form that are no files.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; set; }

    public string? Model { get; set; }

    public bool Stream { get; set; }

    /// <summary>Id of the rule that answered, 0 for none.</summary>
    public long Rule { get; set; }

    /// <summary>Null while nothing has been sent.</summary>
    public int? Status { get; set; }

    /// <summary>The code with which the peer closed a WebSocket.</summary>
    public int? CloseStatus { get; set; }

    /// <summary>Events of the stream handed over, <c>[DONE]</c> included, injections not.</summary>
    public int EventsSent { get; set; }
}
