namespace AiGateway.Edge.Api.OpenAi;

/// <summary>A stretch of a body, in bytes from its start. The default value is the empty range that stands for "not there".</summary>
internal readonly record struct ByteRange(int Start, int Length)
{
    public int End => Start + Length;

    public bool IsEmpty => Length == 0;

    public static ByteRange Between(long start, long end) => new((int)start, (int)(end - start));

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}
