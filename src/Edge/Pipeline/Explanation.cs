using System.Text;
using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// Says of a call why other targets and keys than the one that answered were passed over: what they failed with for this call,
/// or what is known of them at this moment. For operators and for the consumers that are to know.
/// </summary>
internal sealed class Explanation(KeyViews views, TimeProvider time)
{
    /// <summary>A header, and an attribute of a trace, of more than this helps nobody.</summary>
    private const int MostCharacters = 1_000;

    /// <summary>Such as <c>openai-1 server_error, openai-2 Throttled (rate_limit_exceeded)</c>; null when nobody was passed over.</summary>
    public string? Of(Exchange call)
    {
        var text = new StringBuilder();
        foreach (var (who, reason) in call.Failed ?? [])
            Add(text, who, reason);
        return Passed(text, call);
    }

    /// <summary>The same without those that were asked.</summary>
    public string? PassedOver(Exchange call) => Passed(new StringBuilder(), call);

    private string? Passed(StringBuilder text, Exchange call)
    {
        var now = time.MonotonicMs();
        foreach (var hop in call.Route.Hops)
        {
            Passed(text, call, hop, now);
            if (ReferenceEquals(hop, call.LastAttempt?.Hop) || text.Length >= MostCharacters)
                break;
        }
        return text.Length == 0 ? null : text.ToString(0, Math.Min(text.Length, MostCharacters));
    }

    private void Passed(StringBuilder text, Exchange call, Hop hop, long now)
    {
        var provider = hop.Target.Provider;
        var endpoint = views.Endpoint(provider.Id);
        if (!endpoint.IsUsable(now))
        {
            Add(text, provider.Id, Why(endpoint.Status.State.ToString(), endpoint.Status.Reason));
            return;
        }
        foreach (var key in provider.Keys)
        {
            if (text.Length >= MostCharacters)
                return;
            var view = views[key.Id];
            if (key.Id == call.LastAttempt?.Key?.Id || call.Failed?.Exists(failed => failed.Who == key.Id) == true)
                continue;
            if (key.Disabled)
                Add(text, key.Id, nameof(KeyHealthState.Disabled));
            else if (!view.IsUsable(hop.Model, now))
                Add(text, key.Id, WhyNot(view, hop.Model, now));
        }
    }

    private static string WhyNot(KeyView view, string model, long now)
    {
        var status = view.Status;
        if (status.State != KeyHealthState.Active)
            return Why(status.State.ToString(), status.Reason);
        if (view.Model(model) is { } circuit && !circuit.IsUsable(now))
            return Why($"{circuit.Status.State} for {model}", circuit.Status.Reason);
        var blocked = Array.Find(status.BlockedModels, block => block.Model == model);
        return Why("Blocked", blocked?.Reason);
    }

    private static string Why(string state, string? reason) => reason is null ? state : $"{state} ({reason})";

    private static void Add(StringBuilder text, string who, string why) => text.Append(text.Length == 0 ? "" : ", ").Append(who).Append(' ').Append(Visible(why));

    /// <summary>Codes come from providers: only what may stand in a header stays.</summary>
    private static string Visible(string why) => string.Create(why.Length, why, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = from[i] is >= ' ' and < '\x7f' ? from[i] : '?';
    });
}
