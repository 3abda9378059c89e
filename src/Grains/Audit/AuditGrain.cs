using AiGateway.Core.Access;
using Orleans.Placement;

namespace AiGateway.Grains.Audit;

/// <inheritdoc cref="IAuditGrain"/>
/// <remarks>
/// Pages are the truth: the end is looked for where it was last known to be, and onwards. What is stored here only saves looking from the
/// first page on.
/// </remarks>
[HashBasedPlacement]
internal sealed class AuditGrain([PersistentState("audit", GrainStorageNames.Gateway)] IPersistentState<AuditState> stored) : Grain, IAuditGrain
{
    private long _page;
    private int _lines;
    private string _chain = AuditChain.Start;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_page, _chain) = (stored.State.Page, stored.State.Chain);
        while (true)
        {
            var lines = await Page(_page).Read();
            _lines = lines.Length;
            if (lines.Length > 0)
                _chain = AccessJson.Read<AuditEntry>(lines[^1]).Chain;
            if (lines.Length < IAuditGrain.PageLines)
                return;
            _page++;
        }
    }

    public ValueTask<long> Count() => ValueTask.FromResult((_page * IAuditGrain.PageLines) + _lines);

    public async ValueTask Append(string json)
    {
        var entry = AuditChain.Append(AccessJson.Read<AuditEntry>(json), (_page * IAuditGrain.PageLines) + _lines + 1, _chain);
        bool added;
        try
        {
            added = await Page(_page).Add(AccessJson.Write(entry), _lines);
        }
        catch
        {
            // Whether the page has it is unknown; the next activation looks.
            DeactivateOnIdle();
            throw;
        }
        if (!added)
        {
            DeactivateOnIdle();
            throw new InvalidOperationException("Another activation has written to the audit log; try again.");
        }
        _chain = entry.Chain;
        if (++_lines == IAuditGrain.PageLines)
            await Turn();
    }

    private async Task Turn()
    {
        (_page, _lines) = (_page + 1, 0);
        stored.State = new AuditState { Page = _page, Chain = _chain };
        try
        {
            await stored.WriteStateAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The line itself is stored; the next activation finds the end by looking.
            DeactivateOnIdle();
        }
    }

    private IAuditPageGrain Page(long number) => GrainFactory.GetGrain<IAuditPageGrain>(number);
}

/// <summary>Where the end of the audit log was last.</summary>
public sealed class AuditState
{
    public long Page { get; set; }

    /// <summary>Digest of the last line before that page.</summary>
    public string Chain { get; set; } = AuditChain.Start;
}
