namespace AiGateway.Edge.Forms;

/// <summary>One part of a form. What it holds lies in the form's spool.</summary>
/// <param name="Head">What it says of itself.</param>
/// <param name="Start">Where it begins in the spool, bytes.</param>
/// <param name="Length">Bytes.</param>
internal sealed record FormPart(PartHead Head, long Start, long Length)
{
    public string Name => Head.Name;
}
