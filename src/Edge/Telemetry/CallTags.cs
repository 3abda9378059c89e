using System.Diagnostics;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Telemetry;

/// <summary>
/// The conventions' attributes of a call's metrics, all from the catalog. At most eight in all with what is added: so many a list
/// holds without allocating.
/// </summary>
internal static class CallTags
{
    /// <summary>As the gateway serves it.</summary>
    public static TagList OfServer(Exchange call, string model) =>
        Of(call, call.LastAttempt?.Provider.Labels ?? ProviderLabels.None, model, call.LastAttempt?.Hop.Target.Model);

    /// <summary>As the gateway asks a provider.</summary>
    public static TagList OfClient(Exchange call, Attempt attempt, string model)
    {
        var tags = Of(call, attempt.Provider.Labels, model, attempt.Hop.Target.Model);
        AddAddress(ref tags, attempt.Provider.Labels);
        return tags;
    }

    public static void AddAddress(ref TagList tags, ProviderLabels provider)
    {
        if (provider.Address is null)
            return;
        tags.Add("server.address", provider.Address);
        tags.Add("server.port", provider.Port);
    }

    private static TagList Of(Exchange call, ProviderLabels provider, string model, string? target) => new()
    {
        { "gen_ai.operation.name", OperationNames.GenAi(call.Operation) },
        { "gen_ai.provider.name", provider.Name },
        { "aigateway.provider", provider.Id },
        { "gen_ai.request.model", model },
        { "gen_ai.response.model", string.IsNullOrEmpty(target) ? "none" : target },
    };
}
