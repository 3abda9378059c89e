namespace AiGateway.Edge.Catalog;

/// <summary>Those of a provider's keys that are used alike, account by account; without the ones the catalog disables.</summary>
internal sealed class KeyTier
{
    private KeyTier(int number, IEnumerable<ProviderKey> keys)
    {
        Number = number;
        var accounts = keys.GroupBy(key => key.Account).Select(account => account.ToArray()).ToList();
        Keys = [.. accounts.SelectMany(account => account)];
        Accounts = new KeyAccount[accounts.Count];
        for (int i = 0, start = 0; i < Accounts.Length; start += accounts[i].Length, i++)
            Accounts[i] = new KeyAccount(start, accounts[i].Length, accounts[i].Sum(key => key.Weight));
        AccountHashes = [.. accounts.Select(account => account[0].Account)];
    }

    /// <summary>0–9, lower first.</summary>
    public int Number { get; }

    /// <summary>The keys of one account stand together.</summary>
    public ProviderKey[] Keys { get; }

    public KeyAccount[] Accounts { get; }

    /// <summary>What each account is known by.</summary>
    public ulong[] AccountHashes { get; }

    public static KeyTier[] Of(IEnumerable<ProviderKey> keys) =>
        [.. keys.Where(key => !key.Disabled).GroupBy(key => key.Tier).OrderBy(tier => tier.Key).Select(tier => new KeyTier(tier.Key, tier))];
}

/// <summary>The keys of one account within a tier.</summary>
/// <param name="Start">Index of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="Weight">Of all of them together.</param>
internal readonly record struct KeyAccount(int Start, int Count, int Weight);
