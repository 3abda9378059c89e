using AiGateway.Core.Access;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Access;

/// <summary>Finds who presents a token, and whether he who signed in a while ago still is who he was.</summary>
internal sealed class Callers(AdminAccess installation, ApiTokenSecret tokens, Tickets tickets, AccessDirectory directory, ConsumerKeyDigest consumerKeys, CatalogView catalog, TimeProvider time)
{
    private const int StampLength = 16;

    /// <summary>Null for nobody. The installation's own token works also while the control plane is away.</summary>
    public async ValueTask<Caller?> Find(string presented)
    {
        if (installation.Allows(presented))
            return new Caller(CallerKind.Installation, "installation", Role.Owner, installation.Stamp);
        if (tickets.Open(presented) is { } heard)
            return await Again(heard);
        if (ApiTokenSecret.IsOne(presented))
        {
            var digest = tokens.Digest(presented);
            return (await directory.Read()).Tokens.FirstOrDefault(token => Digest256.Parse(token.Digest) == digest) is { } found ? Of(found) : null;
        }
        return string.IsNullOrWhiteSpace(presented) ? null : Consumer(consumerKeys.Compute(presented));
    }

    /// <summary>As he is now; null when he has lost his access, or must sign in anew.</summary>
    public async ValueTask<Caller?> Again(Caller before)
    {
        var now = before.Kind switch
        {
            CallerKind.Installation => before with { Stamp = installation.Stamp },
            CallerKind.Token => (await directory.Read()).FindToken(before.Name) is { } token ? Of(token) : null,
            CallerKind.Administrator => (await directory.Read()).FindAdministrator(before.Name) is { } administrator ? Of(administrator) : null,
            CallerKind.Consumer => Consumer(Digest256.Parse(before.Stamp)),
            _ => null,
        };
        return now is not null && now.Stamp == before.Stamp && now.Name == before.Name ? now with { From = before.From } : null;
    }

    public static Caller Of(Administrator administrator) => new(CallerKind.Administrator, administrator.Name, administrator.Role, administrator.Stamp);

    private Caller? Of(ApiToken token) =>
        token.IsOver(time.GetUtcNow().ToUnixTimeMilliseconds()) ? null : new Caller(CallerKind.Token, token.Id, token.Role, token.Digest[..StampLength]);

    private Caller? Consumer(Digest256 key) =>
        catalog.Table?.FindConsumer(key) is { Disabled: false } consumer ? new Caller(CallerKind.Consumer, consumer.Id, Role.Consumer, key.ToHex()) : null;
}
