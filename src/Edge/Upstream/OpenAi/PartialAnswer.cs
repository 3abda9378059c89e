using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// What the caller has of a streamed answer, kept only where a target could go on with it, and what the attempts that broke off
/// have used.
/// </summary>
internal sealed class PartialAnswer : IDisposable
{
    private readonly List<PartSpent> _spent = [];
    private bool? _requestMayContinue;

    /// <summary>The text so far, over all attempts.</summary>
    public ContentLog Text { get; } = new();

    /// <summary>The <c>id</c> of its chunks, quotes included; empty before the first that had one.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>True once it is being continued: only targets that can do so may be asked.</summary>
    public bool Continues { get; private set; }

    /// <summary>Tokens of the attempts that broke off.</summary>
    public TokenUsage Spent { get; private set; }

    /// <summary>The same by attempt.</summary>
    public IReadOnlyList<PartSpent> Parts => _spent;

    /// <summary>More than text has been sent, or it had come to its end: nobody can go on from there.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes in what a chunk that goes to the caller says.</summary>
    public void Take(ReadOnlySpan<byte> data, ChunkScan chunk)
    {
        if (Id.Length == 0 && !chunk.Id.IsEmpty)
            Id = chunk.Id.Of(data).ToArray();
        IsClosed |= chunk.HasOther || chunk.Finished != UInt128.Zero || (chunk.Seen >> 1) != UInt128.Zero;
        Text.Add(data, chunk.Text, 0);
    }

    /// <summary>Decides after an attempt broke off whether another may go on.</summary>
    public bool TryContinue(ReadOnlySpan<byte> body, in RequestScan scan)
    {
        if (IsClosed || !Text.IsWhole || Text.Escaped.IsEmpty)
            return false;
        _requestMayContinue ??= ContinuableRequest.Is(body, scan);
        return Continues = _requestMayContinue.Value;
    }

    /// <summary>Puts what an attempt has used aside for the end of the call.</summary>
    /// <param name="provider">Who was asked.</param>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="tokens">What it came to.</param>
    public void Spend(string provider, string model, TokenUsage tokens)
    {
        if (tokens.Total == 0)
            return;
        _spent.Add(new PartSpent(provider, model, tokens));
        Spent = Spent.And(tokens);
    }

    /// <summary>Nothing of what was taken in has reached the caller.</summary>
    public void Clear() => (Id, IsClosed) = ([], false);

    public void Dispose() => Text.Dispose();
}

/// <summary>What one attempt used of an answer that took several.</summary>
internal readonly record struct PartSpent(string Provider, string Model, TokenUsage Tokens)
{
    /// <summary>Whether this target made it: of a route no two have both names.</summary>
    public bool IsOf(Hop target) => Provider == target.Target.Provider.Id && Model == target.Model;
}
