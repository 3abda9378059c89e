namespace AiGateway.FakeProvider.Control;

/// <summary>How events are laid out on the wire.</summary>
internal enum Framing
{
    Lf,
    Crlf,

    /// <summary><c>data:{…}</c> without the space.</summary>
    NoSpace,
}
