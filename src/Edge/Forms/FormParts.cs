using System.Buffers;
using AiGateway.Edge.Api.OpenAi;
using Microsoft.AspNetCore.WebUtilities;

namespace AiGateway.Edge.Forms;

/// <summary>Takes the parts of a form one after another.</summary>
/// <param name="form">Gains them.</param>
/// <param name="fields">Learns of them.</param>
/// <param name="reader">Where they come from.</param>
internal sealed class FormParts(Form form, FormFields fields, MultipartReader reader)
{
    /// <summary>Parts of a form.</summary>
    public const int Most = 128;

    /// <summary>A field of text, bytes.</summary>
    public const int LongestField = 64 * 1024;

    /// <summary>Samples of voices come as text, and are as long as files.</summary>
    private const string VoiceSamples = "known_speaker_references";

    /// <exception cref="IOException">It ends too early.</exception>
    /// <exception cref="InvalidDataException">It is no form.</exception>
    public async ValueTask<OpenAiError?> Read(CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(LongestField);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (form.Parts.Count == Most)
                    return RequestErrors.From(RequestProblem.TooManyMembers(Most));
                if (await Take(section, piece, cancellationToken) is { } error)
                    return error;
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async ValueTask<OpenAiError?> Take(MultipartSection section, byte[] piece, CancellationToken cancellationToken)
    {
        if (PartHead.Read(section) is not { } head)
            return RequestErrors.From(RequestProblem.InvalidForm($"part {form.Parts.Count + 1} has no name"));
        var start = form.Spool.Length;
        if (await Content(section.Body, head.Name, head.IsFile, piece, cancellationToken) is { } error)
            return error;
        form.Parts.Add(new FormPart(head, start, form.Spool.Length - start));
        return null;
    }

    private async ValueTask<OpenAiError?> Content(Stream from, string name, bool isFile, byte[] piece, CancellationToken cancellationToken)
    {
        if (isFile && fields.TakeFile(name) is { } refused)
            return RequestErrors.From(refused);
        if (isFile || name.StartsWith(VoiceSamples, StringComparison.Ordinal))
        {
            while (await from.ReadAsync(piece, cancellationToken) is > 0 and var count)
            {
                if (!await form.Spool.TryAppend(piece.AsMemory(0, count), cancellationToken))
                    return UpstreamErrors.Overloaded();
            }
            return null;
        }
        var length = await from.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestField || (length == piece.Length && await from.ReadAsync(new byte[1], cancellationToken) > 0))
            return RequestErrors.From(RequestProblem.TooLongField(name, LongestField));
        if (fields.Take(name, piece.AsSpan(0, length)) is { } problem)
            return RequestErrors.From(problem);
        return await form.Spool.TryAppend(piece.AsMemory(0, length), cancellationToken) ? null : UpstreamErrors.Overloaded();
    }
}
