using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Objects;

/// <summary>One kind of things that providers keep: where it is, and how it is named in what is sent and what comes back.</summary>
/// <param name="Kind">What its pins are.</param>
/// <param name="Folder">Where it is below <c>/v1</c>.</param>
/// <param name="Type">What it calls itself in its member <c>object</c>.</param>
/// <param name="Missing">In a provider's words that there is none; <c>{0}</c> is its id.</param>
internal sealed record ObjectKind(PinKind Kind, string Folder, string Type, string Missing)
{
    /// <summary>How its ids begin at OpenAI, which is how they are told from other texts.</summary>
    public string[] Prefixes { get; init; } = [];

    /// <summary>Members that hold its id, or a list of them, whatever the id looks like.</summary>
    public string[] Members { get; init; } = [];

    /// <summary>Members that may hold its id and may hold something else.</summary>
    public string[] LooseMembers { get; init; } = [];

    /// <summary>Places in its folder, besides the folder itself, where new ones are made.</summary>
    public string[] MadeAt { get; init; } = [];

    /// <summary>How a consumer's own are listed; null when nobody lists them.</summary>
    public ObjectListing? Listing { get; init; }

    /// <summary>Whether all there is below one of them is passed on, whatever it is.</summary>
    public bool IsPassedOn { get; init; } = true;

    /// <summary>Whether a text can be an id that OpenAI made.</summary>
    public bool Begins(string id) => Array.Exists(Prefixes, prefix => id.Length > prefix.Length && id.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>How things of a kind are listed.</summary>
/// <param name="Usual">So many when the caller does not say.</param>
/// <param name="TakesOrder">Whether the caller may say in which order.</param>
/// <param name="OldestFirst">The order otherwise.</param>
internal sealed record ObjectListing(int Usual = 20, bool TakesOrder = true, bool OldestFirst = false);
