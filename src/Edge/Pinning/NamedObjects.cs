using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Pinning;

/// <summary>The files that the messages of a call name: its consumer's own, or none of its business.</summary>
internal sealed class FilePins(ObjectPins pins)
{
    /// <summary>Which accounts they ask for.</summary>
    /// <returns>Why the call must not be made; null when it may.</returns>
    public async ValueTask<OpenAiError?> Add(Exchange call, List<PinnedAt> files, List<PinClaim> claims)
    {
        var asked = files.ConvertAll(file => (file.Message, Id: Text(file.Value.Of(call.Body.Span)))).DistinctBy(file => file.Id).ToList();
        PinFinding[] found;
        try
        {
            found = await Task.WhenAll(asked.Select(file => pins.Find(PinKind.File, file.Id, call.Consumer.Id).AsTask()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ObjectErrors.Unavailable();
        }
        foreach (var ((message, id), finding) in asked.Zip(found))
        {
            if (finding.Pin is { } pin)
                claims.Add(new PinClaim($"messages[{message}].file_id", pin));
            else if (finding.Standing == PinStanding.Others || call.Route.Hops.Any(hop => hop.Target.Provider.Objects == ObjectAccess.Own))
                return ObjectErrors.NotFound(PinKind.File, id);
        }
        return null;
    }

    private static string Text(ReadOnlySpan<byte> quoted)
    {
        var json = new Utf8JsonReader(quoted);
        json.Read();
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is nobody's id.
            return "";
        }
    }
}
