namespace AiGateway.Edge.Forms;

/// <summary>A form that a caller has sent, whole: its parts in their order. As many attempts can be made of it as it takes.</summary>
internal sealed class Form(Spool spool) : IDisposable
{
    public Spool Spool { get; } = spool;

    public List<FormPart> Parts { get; } = [];

    /// <summary>Bytes of all parts together.</summary>
    public long Length => Spool.Length;

    public void Dispose() => Spool.Dispose();
}
