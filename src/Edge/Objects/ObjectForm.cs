using System.Text;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Forms;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AiGateway.Edge.Objects;

/// <summary>
/// A form whose fields may name what is kept. Its fields before the first file are read at once, for they decide where the call
/// goes; the files pass through as they come, and behind them nothing can be named any more.
/// </summary>
internal sealed class ObjectForm
{
    private const int MostFields = 128;
    private const int MostFieldBytes = 256 * 1024;

    private readonly MultipartReader _reader;
    private int _fieldBytes;

    private ObjectForm(MultipartReader reader) => _reader = reader;

    /// <summary>The fields before the first file.</summary>
    public List<(PartHead Part, byte[] Value)> Fields { get; } = [];

    /// <summary>The first file; null when there is none.</summary>
    public (PartHead Part, Stream Content)? File { get; private set; }

    /// <exception cref="FormRefusedException">It is none.</exception>
    public static async Task<ObjectForm> Read(HttpRequest request, CancellationToken deadline)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 128 } boundary)
            throw new FormRefusedException(RequestErrors.InvalidMember("form", "its boundary is missing or too long."));
        var form = new ObjectForm(new MultipartReader(boundary, request.Body));
        while (await form.Next(deadline) is { } next)
        {
            if (next.Part.FileName is not null)
            {
                form.File = next;
                break;
            }
            form.Fields.Add((next.Part, await form.Value(next.Content, deadline)));
            if (form.Fields.Count > MostFields)
                throw new FormRefusedException(RequestErrors.From(RequestProblem.TooManyMembers(MostFields)));
        }
        return form;
    }

    /// <summary>What its fields name.</summary>
    public ObjectReferences References()
    {
        var references = new ObjectReferences();
        foreach (var (part, value) in Fields)
        {
            var (member, parent) = FieldName.Place(part.Name);
            references.Take(member, parent, Encoding.UTF8.GetString(value));
            // A field may hold an object as text.
            references.TakeJson(value);
        }
        return references;
    }

    /// <summary>The part behind the last.</summary>
    public async ValueTask<(PartHead Part, Stream Content)?> Next(CancellationToken deadline) =>
        await _reader.ReadNextSectionAsync(deadline) is { } section ? (HeadOf(section), section.Body) : null;

    /// <summary>The value of a field behind a file.</summary>
    /// <exception cref="FormRefusedException">It names something that is kept.</exception>
    public async ValueTask<byte[]> LateValue(PartHead part, Stream content, CancellationToken deadline)
    {
        var value = await Value(content, deadline);
        var late = new ObjectReferences();
        var (member, parent) = FieldName.Place(part.Name);
        late.Take(member, parent, Encoding.UTF8.GetString(value));
        late.TakeJson(value);
        return late.Found.Count == 0 ? value : throw new FormRefusedException(RequestErrors.InvalidMember(part.Name, "what names something that is kept must come before the first file."));
    }

    /// <exception cref="FormRefusedException">It has no name, or one that readers of forms may take for different ones.</exception>
    private static PartHead HeadOf(MultipartSection section) => PartHead.Read(section) is { } head && FieldName.IsPlain(head.Name)
        ? head
        : throw new FormRefusedException(RequestErrors.InvalidMember("form", "each part needs a plain name in its Content-Disposition."));

    private async ValueTask<byte[]> Value(Stream content, CancellationToken deadline)
    {
        using var value = new MemoryStream();
        var piece = new byte[4096];
        while (await content.ReadAsync(piece, deadline) is > 0 and var count)
        {
            value.Write(piece, 0, count);
            if ((_fieldBytes += count) > MostFieldBytes)
                throw new FormRefusedException(RequestErrors.BodyTooLarge(MostFieldBytes));
        }
        return value.ToArray();
    }
}
