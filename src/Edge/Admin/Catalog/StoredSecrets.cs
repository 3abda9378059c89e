using System.Security.Cryptography;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Secrets of providers as they are stored.</summary>
internal sealed class StoredSecrets(SecretBox box)
{
    /// <summary>Those that no edge could open: of another master key, or sealed for another key. With one of them in force, no edge could take the catalog.</summary>
    public IReadOnlyList<CatalogProblem> Unreadable(CatalogDocument document)
    {
        var problems = new List<CatalogProblem>();
        for (var p = 0; p < document.Providers.Count; p++)
        {
            var keys = document.Providers[p].Keys;
            for (var k = 0; k < keys.Count; k++)
            {
                if (keys[k].Secret is { Form: SecretForm.Sealed } && !Opens(keys[k]))
                    problems.Add(new($"providers[{p}].keys[{k}].secret", $"of key '{keys[k].Id}' was sealed under another master key or for another key; give the secret anew"));
            }
        }
        return problems;
    }

    /// <summary>Whether a key has this secret already.</summary>
    public bool IsSame(KeySpec key, string plain) => key.Secret is { Form: SecretForm.Sealed } && Opens(key) && CatalogSealing.Open(key, box) == plain;

    private bool Opens(KeySpec key)
    {
        try
        {
            CatalogSealing.Open(key, box);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
