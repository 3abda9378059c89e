using System.Text;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Quirks;

/// <summary>
/// What has to change in requests of OpenAI's dialect because their provider does not take all of it: members to take out, and
/// members it knows by another name. Made once for a provider; looking through a body is one reading of it.
/// </summary>
public sealed class RequestQuirks
{
    /// <summary>Asks for usage in a stream. The gateway sees to that by itself, so nobody misses it.</summary>
    internal const string StreamOptions = "stream_options";

    private readonly QuirkNode _root;
    private readonly byte[][] _names;
    private readonly bool _refuses;

    private RequestQuirks(ProviderTraits traits)
    {
        _root = QuirkNode.Of(traits.Drop, traits.Rename);
        _names = [.. _root.Leaves().Select(leaf => Encoding.UTF8.GetBytes(leaf.Name))];
        _refuses = traits.UnknownFields == UnknownFieldHandling.Refuse;
    }

    /// <returns>Null for a provider that takes requests as they are, so that looking costs nothing.</returns>
    public static RequestQuirks? Of(ProviderTraits traits) => traits.Drop.Count + traits.Rename.Count == 0 ? null : new(traits);

    /// <param name="body">One JSON object in UTF-8; anything else has nothing to change. Members that are null or say what goes without saying are taken out without a word.</param>
    public QuirkFindings Find(ReadOnlySpan<byte> body) => MayHold(body) ? new QuirkScan(body, _refuses).Read(_root) : QuirkFindings.None;

    /// <summary>Few bodies hold any of the names at all, and looking for bytes is far quicker than reading JSON.</summary>
    private bool MayHold(ReadOnlySpan<byte> body)
    {
        foreach (var name in _names)
        {
            if (body.IndexOf(name) >= 0)
                return true;
        }

        // A name may be spelled in escapes.
        return body.IndexOf("\\u"u8) >= 0;
    }
}
