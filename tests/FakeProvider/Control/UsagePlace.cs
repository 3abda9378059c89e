namespace AiGateway.FakeProvider.Control;

/// <summary>Where the usage figures of a stream are. A whole answer has them unless they are <see cref="Absent"/>.</summary>
internal enum UsagePlace
{
    /// <summary>As OpenAI does: a chunk of its own when <c>stream_options.include_usage</c> is true, nowhere otherwise.</summary>
    AsAsked,

    /// <summary>A chunk of its own with <c>choices: []</c>, asked or not.</summary>
    Own,

    /// <summary>In the chunk that carries the finish reason, asked or not.</summary>
    Finish,

    /// <summary>Running totals on every chunk.</summary>
    Every,

    Absent,
}
