using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Objects;

/// <summary>Chooses keys for calls about files and batches as for others, and tells how they fared. Such a call tries nothing out: it may do something twice.</summary>
internal sealed class ObjectKeys(KeySelector keys, KeyReporter reporter)
{
    /// <summary>Null when nobody is left to ask.</summary>
    public Attempt? Next(Exchange call, Hop hop, ref Tried tried)
    {
        if (!keys.IsUsable(hop.Target.Provider))
            return null;
        while (keys.Next(call, hop, tried) is { } choice)
        {
            tried.Add(choice.Key);
            if (choice.Probe is null)
                return new Attempt(hop, choice.Key, choice.View, null, choice.Why);
            choice.GiveBack();
        }
        return null;
    }

    public KeyOutlook Outlook(Exchange call) => keys.Outlook(call.Route);

    /// <summary>Tells that a key was refused. Trouble with files says nothing of the models that circuits guard, and their trials would not end it.</summary>
    public void Report(Attempt attempt, UpstreamFailure? failure)
    {
        if (failure is { IsBreakerFailure: false })
            reporter.Failed(attempt.View!, attempt.Hop.Model, failure);
    }

    /// <summary>What a provider says of an object is not about its key, whatever words it has for it.</summary>
    public static UpstreamFailure AboutObject(UpstreamFailure failure, int status) =>
        status is >= 400 and < 500 and not (401 or 402 or 403 or 408 or 429) || failure.Class == FailureClass.ModelUnavailable
            ? failure.OfRequestAlone()
            : failure;
}
