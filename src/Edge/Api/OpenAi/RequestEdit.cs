using System.Buffers;
using System.Text;
using AiGateway.Edge.Api.Values;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Makes the body for the provider: the caller's own bytes, in their order, except where something has to change.</summary>
internal static class RequestEdit
{
    [ThreadStatic]
    private static SpliceList? _edits;

    public static void Write(ReadOnlySpan<byte> body, in RequestScan scan, in RequestChanges changes, IBufferWriter<byte> output)
    {
        var edits = _edits ??= new SpliceList();
        edits.Clear();
        if (changes.Model is { } model && (model != scan.Model || scan.ModelIsInPath))
            NameModel(edits, scan, model);
        if (changes.AskUsage && scan is { Stream: true, UsageAsked: false } && scan.Operation is Operation.ChatCompletions or Operation.Completions)
            AskUsage(edits, scan);
        if (changes.OutputCap is { } cap && scan.Operation.AnswersInText())
            LowerCap(edits, scan, cap, changes.CapMember);
        if (changes.Continuation is { } continuation)
            continuation.AddTo(edits, scan);
        if (changes.Values is { } values && scan.Operation.ChatDialect() is { } dialect)
            RequestValuesJson.Write(edits, body, dialect, values);
        foreach (var quirk in changes.Quirks ?? [])
            edits.Replace(new ByteRange(quirk.Start, quirk.Length), quirk.Text.Span);
        edits.WriteTo(body, output);
    }

    private static void NameModel(SpliceList edits, in RequestScan scan, string model)
    {
        if (!scan.ModelValue.IsEmpty)
            edits.Replace(scan.ModelValue, JsonText.Quote(model));
        else if (scan.Operation is not (Operation.GenerateContent or Operation.CountContents))
            edits.Insert(scan.End, Encoding.UTF8.GetBytes($",\"model\":{Encoding.UTF8.GetString(JsonText.Quote(model))}"));
    }

    private static void AskUsage(SpliceList edits, in RequestScan scan)
    {
        if (!scan.IncludeUsageValue.IsEmpty)
            edits.Replace(scan.IncludeUsageValue, "true"u8);
        else if (scan.StreamOptionsIsObject)
            edits.Insert(scan.StreamOptionsValue.Start + 1, scan.StreamOptionsHasMembers ? "\"include_usage\":true,"u8 : "\"include_usage\":true"u8);
        else if (!scan.StreamOptionsValue.IsEmpty)
            edits.Replace(scan.StreamOptionsValue, "{\"include_usage\":true}"u8);
        else
            edits.Insert(scan.End, ",\"stream_options\":{\"include_usage\":true}"u8);
    }

    private static void LowerCap(SpliceList edits, in RequestScan scan, int cap, string member)
    {
        Span<byte> digits = stackalloc byte[11];
        cap.TryFormat(digits, out var length, provider: null);
        digits = digits[..length];
        foreach (var declared in (ReadOnlySpan<DeclaredCap>)[scan.MaxTokens, scan.MaxCompletionTokens, scan.MaxOutputTokens])
        {
            if (declared.Tokens > cap)
                edits.Replace(declared.Value, digits);
        }

        if (scan.OutputCap is not null)
            return;
        if (scan.Operation == Operation.GenerateContent)
        {
            AddGenerationCap(edits, scan, cap);
            return;
        }

        // A null of the same name gives way: two members of one name would be anybody's guess.
        var standing = member switch
        {
            "max_tokens" => scan.MaxTokens.Value,
            "max_completion_tokens" => scan.MaxCompletionTokens.Value,
            "max_output_tokens" => scan.MaxOutputTokens.Value,
            _ => throw new ArgumentException($"'{member}' is not the name of an output cap.", nameof(member)),
        };
        if (!standing.IsEmpty)
            edits.Replace(standing, digits);
        else
            edits.Insert(scan.End, Encoding.UTF8.GetBytes($",\"{member}\":{cap}"));
    }

    private static void AddGenerationCap(SpliceList edits, in RequestScan scan, int cap)
    {
        if (!scan.MaxOutputTokens.Value.IsEmpty)
            edits.Replace(scan.MaxOutputTokens.Value, Encoding.UTF8.GetBytes($"{cap}"));
        else if (scan.GenerationConfigIsObject)
            edits.Insert(scan.GenerationConfigValue.Start + 1, Encoding.UTF8.GetBytes(scan.GenerationConfigHasMembers ? $"\"maxOutputTokens\":{cap}," : $"\"maxOutputTokens\":{cap}"));
        else if (!scan.GenerationConfigValue.IsEmpty)
            edits.Replace(scan.GenerationConfigValue, Encoding.UTF8.GetBytes($"{{\"maxOutputTokens\":{cap}}}"));
        else
            edits.Insert(scan.End, Encoding.UTF8.GetBytes($",\"generationConfig\":{{\"maxOutputTokens\":{cap}}}"));
    }
}
