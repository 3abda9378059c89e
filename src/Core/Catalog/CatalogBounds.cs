namespace AiGateway.Core.Catalog;

/// <summary>
/// How large a catalog and its parts may be. Generous for real use, and small enough that one document
/// fits in memory, in one stored record and in one message between nodes.
/// </summary>
public static class CatalogBounds
{
    public const int Providers = 1_000;

    /// <summary>Every call looks at each of them.</summary>
    public const int KeysPerProvider = 1_000;

    public const int Models = 10_000;

    public const int TargetsPerModel = 64;

    /// <summary>Each hop costs the caller another attempt's time, so longer chains help nobody.</summary>
    public const int FallbacksPerModel = 16;

    /// <summary>Entries for single models at a consumer or at a provider's key.</summary>
    public const int ModelLimits = 1_000;

    /// <summary>Other names of one model.</summary>
    public const int AliasesPerModel = 64;

    /// <summary>Models whose id is a regular expression: a name that nothing else fits is tried with all of them.</summary>
    public const int Expressions = 200;

    /// <summary>Rules by which a model leads on to others; each call looks at them in turn.</summary>
    public const int AutoRules = 64;

    /// <summary>Tokens a model takes.</summary>
    public const int ContextTokens = 1_000_000_000;

    /// <summary>Tokens of an answer.</summary>
    public const int OutputTokens = 10_000_000;

    public const int Consumers = 100_000;

    public const int KeysPerConsumer = 64;

    public const int ModelsPerConsumer = 1_000;

    /// <summary>Characters in the id of a provider, key, consumer or quota group.</summary>
    public const int IdLength = 64;

    /// <summary>Characters in a model name.</summary>
    public const int ModelNameLength = 200;

    public const int BaseUrlLength = 2_048;

    /// <summary>Characters in a region, a project or a version of an API: each becomes part of an address.</summary>
    public const int AddressPartLength = 64;

    /// <summary>Characters in a plain secret; signed tokens of cloud accounts run to about 2,000.</summary>
    public const int SecretLength = 4_096;

    /// <summary>Largest value of any limit that counts: a trillion is beyond any provider, and far from overflow when summed.</summary>
    public const long Limit = 1_000_000_000_000;

    /// <summary>US dollars. A hundred of them added up still fit into a long of billionths.</summary>
    public const decimal MaxDollars = 100_000_000m;

    public const decimal MinDollars = 0.000001m;

    /// <summary>Decimals of an amount of US dollars: those of <see cref="Money.Usd"/>.</summary>
    public const int DollarDecimals = Money.Usd.Decimals;

    public const int KeyWeight = 1_000;

    public const int KeyTier = 9;

    public const int TargetWeight = 1_000_000;

    /// <summary>Copies of calls that wait at an edge for a model's shadow.</summary>
    public const int ShadowQueue = 10_000;

    /// <summary>Upstream calls for one call of a caller's.</summary>
    public const int Attempts = 20;

    public const int MinTimeoutMs = 100;

    public const int MaxTimeoutMs = 3_600_000;

    /// <summary>Entries on what a provider's errors mean; each failed call looks at all of them.</summary>
    public const int ErrorMeanings = 100;

    /// <summary>Characters in a provider's code for an error.</summary>
    public const int ErrorCodeLength = 100;

    /// <summary>Members a provider does not take, and as many it knows by another name.</summary>
    public const int Quirks = 100;

    /// <summary>Characters in the name of a member.</summary>
    public const int MemberNameLength = 64;

    /// <summary>Levels at which a member that is to be dropped may stand.</summary>
    public const int MemberDepth = 4;
}
