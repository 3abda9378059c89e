using System.Security.Cryptography;
using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Realtime;

/// <summary>
/// What a browser is given in place of a key. It holds, sealed, who asked for it and the provider's own secret, so that any edge
/// can take it without having seen it before; whoever has it can read none of that. No record: it must not print itself.
/// </summary>
internal sealed class ClientSecret(string consumer, Digest256 madeWith, string model, string provider, string key, string upstream, long expiresAt)
{
    /// <summary>As OpenAI's own begin.</summary>
    public const string Prefix = "ek_";

    private const string Purpose = "client-secret";
    private const string Id = "realtime";

    public string Consumer => consumer;

    /// <summary>The consumer's key that it was made with. It is good for no longer than that.</summary>
    public Digest256 MadeWith => madeWith;

    /// <summary>The model it was made for, by the name its maker asked for.</summary>
    public string Model => model;

    /// <summary>The provider's secret.</summary>
    public string Upstream => upstream;

    /// <summary>Unix time in seconds.</summary>
    public long ExpiresAt => expiresAt;

    public string Seal(SecretBox box) =>
        Prefix + box.Seal(Purpose, Id, JsonSerializer.Serialize(new Content(consumer, madeWith.ToHex(), model, provider, key, upstream, expiresAt)));

    /// <returns>Null for anything this gateway did not make.</returns>
    public static ClientSecret? Open(SecretBox box, string text)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(box.Open(Purpose, Id, text[Prefix.Length..]));
            return content is null ? null : new ClientSecret(content.Consumer, Digest256.Parse(content.MadeWith), content.Model, content.Provider, content.Key, content.Upstream, content.ExpiresAt);
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }

    /// <summary>Leads the call to the account that made the provider's secret: no other knows it.</summary>
    public OpenAiError? Bind(Exchange call)
    {
        if (!call.Table.Keys.TryGetValue(key, out var maker))
            return RealtimeErrors.SecretExpired();
        foreach (var hop in call.Route.Hops)
        {
            if (hop.Target.Provider.Id != provider)
                continue;
            call.Route = call.Route with { Hops = [hop with { Account = maker.Account }] };
            return null;
        }
        return RealtimeErrors.SecretExpired();
    }

    public override string ToString() => $"client secret of {consumer}";

    private sealed record Content(string Consumer, string MadeWith, string Model, string Provider, string Key, string Upstream, long ExpiresAt);
}
