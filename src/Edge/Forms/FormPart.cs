namespace AiGateway.Edge.Forms;

/// <summary>One part of a form. What it holds lies in the form's spool.</summary>
/// <param name="Name">Of the field.</param>
/// <param name="FileName">Null for a field of text.</param>
/// <param name="ContentType">As the caller wrote it; null when it wrote none that can be read.</param>
/// <param name="Start">Where it begins in the spool, bytes.</param>
/// <param name="Length">Bytes.</param>
internal sealed record FormPart(string Name, string? FileName, string? ContentType, long Start, long Length)
{
    public bool IsFile => FileName is not null;
}
