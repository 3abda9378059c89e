namespace AiGateway.FakeProvider.Wire;

/// <summary>How what a stream says becomes bytes. An instance serves one stream.</summary>
internal interface IFraming
{
    string ContentType { get; }

    byte[] Event(StreamEvent said);

    /// <summary>Whether what stands within an event may be written piece by piece: nothing before it says how long it is.</summary>
    bool Grows { get; }

    /// <summary>What keeps a connection alive and means nothing; empty where there is no such thing.</summary>
    byte[] Comment();

    /// <summary>An event with nothing in it.</summary>
    byte[] Empty();

    /// <summary>What stands behind the last event.</summary>
    byte[] End();
}
