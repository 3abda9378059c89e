using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Hosting;

/// <summary>Gives a gateway that knows no caller its first one, so that a newcomer has a key to call with.</summary>
internal sealed class FirstRun(CatalogEditor editor)
{
    public const string ConsumerId = "default";

    /// <param name="reset">Gives the first consumer a new key in place of its old ones.</param>
    /// <returns>The new key, which is shown now or never; null when none was made.</returns>
    public async Task<string?> CreateKey(bool reset)
    {
        var (layers, _) = await editor.Read();
        var consumer = layers.Managed.Consumers.FirstOrDefault(c => c.Id == ConsumerId);
        var isFirst = layers.Managed.Consumers.Count == 0 && layers.File.Consumers.Count == 0;
        if (!isFirst && !(reset && consumer is not null))
            return null;

        var key = ConsumerKey.Generate();
        var outcome = await editor.Change(now => now.Managed.With(
            (consumer ?? new ConsumerSpec { Id = ConsumerId, Models = ["*"] }) with { Keys = [new ConsumerKeySpec { Secret = Secret.Plain(key) }] }));
        return outcome.Accepted ? key : null;
    }

    /// <summary>The hint of the first consumer's key; null when there is none.</summary>
    public async Task<string?> Hint()
    {
        var (layers, _) = await editor.Read();
        return layers.Managed.Consumers.FirstOrDefault(c => c.Id == ConsumerId)?.Keys is [var key, ..] ? key.Hint : null;
    }
}
