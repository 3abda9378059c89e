namespace AiGateway.FakeProvider.Control;

/// <summary>How an answer breaks. For all but the first two, <see cref="Answer.AfterEvents"/> says where.</summary>
internal enum Fault
{
    None,

    /// <summary>RST before any byte of the answer.</summary>
    Reset,

    /// <summary>Nothing at all until the peer gives up.</summary>
    Silence,

    /// <summary>RST in the middle: of a stream after so many events, of a whole body after half of its bytes.</summary>
    Cut,

    /// <summary>In the middle, then nothing more until the peer gives up.</summary>
    Stall,

    /// <summary>In the middle, then a clean end of the HTTP message.</summary>
    End,

    /// <summary>An error object as an event of the stream, then a clean end.</summary>
    ErrorEvent,

    /// <summary>An error object as an event of the stream, then RST.</summary>
    ErrorEventAbort,
}
