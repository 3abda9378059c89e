namespace AiGateway.FakeProvider.Wire;

/// <summary>How what a stream says becomes bytes. An instance serves one stream.</summary>
internal interface IFraming
{
    string ContentType { get; }

    byte[] Event(StreamEvent said);

    /// <summary>What keeps a connection alive and means nothing; empty where there is no such thing.</summary>
    byte[] Comment();

    /// <summary>An event with nothing in it.</summary>
    byte[] Empty();

    /// <summary>What stands behind the last event.</summary>
    byte[] End();
}
