using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Pipeline.Selection;

/// <summary>Whom a call need not consider again at one target. For most calls that is nobody, or one key, and costs no memory.</summary>
internal struct Tried
{
    private ProviderKey? _first;
    private List<ProviderKey>? _others;
    private List<ulong>? _fullAccounts;

    public readonly bool Has(ProviderKey key) =>
        _first is not null && (ReferenceEquals(_first, key) || _others?.Contains(key) == true || IsFull(key));

    /// <summary>Whether its account has been found without room.</summary>
    public readonly bool IsFull(ProviderKey key) => _fullAccounts?.Contains(key.Account) == true;

    public void Add(ProviderKey key)
    {
        if (_first is null)
            _first = key;
        else
            (_others ??= []).Add(key);
    }

    /// <summary>Keys of one account share its limits: where one has no room, none has.</summary>
    public void AddFull(ProviderKey key) => (_fullAccounts ??= []).Add(key.Account);
}
