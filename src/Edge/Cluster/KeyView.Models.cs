using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

internal sealed partial class KeyView
{
    /// <summary>Copied when it changes. Null while no model has failed alone, so that nearly all calls look no further.</summary>
    private volatile Dictionary<string, ModelView>? _models;

    /// <summary>Models whose circuit at this key has been open.</summary>
    public IReadOnlyCollection<ModelView> Models => _models is { } models ? models.Values : [];

    /// <summary>What is known of the key's circuit for a model; null when there is nothing to know.</summary>
    public ModelView? Model(string model) => _models is { } models ? models.GetValueOrDefault(model) : null;

    /// <summary>
    /// The trial that a call for the model is to make: of the key, or of the key for that model. A call for a model that fails
    /// here would prove nothing of the key, and while the key is out nothing is proved of the model.
    /// </summary>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="nowMs">This process's monotonic clock.</param>
    /// <param name="slot">Where it is to be put if it is given back.</param>
    public ProbeGrant? TakeProbe(string model, long nowMs, out ProbeSlot slot)
    {
        slot = Probe;
        if (Model(model) is not { } circuit || circuit.IsUsable(nowMs))
            return Probe.Take(nowMs);
        slot = circuit.Probe;
        return IsOpenTo(model, nowMs) ? circuit.Probe.Take(nowMs) : null;
    }

    /// <summary>Of the successes since the last look, those for models whose circuit has been open; null when there are none.</summary>
    public ModelSuccesses[]? TakeModelSuccesses()
    {
        if (_models is not { } models)
            return null;
        List<ModelSuccesses>? taken = null;
        foreach (var (model, view) in models)
        {
            if (view.TakeSuccesses() is > 0 and var count)
                (taken ??= []).Add(new ModelSuccesses(model, count));
        }
        return taken?.ToArray();
    }

    /// <summary>Takes over what the owner says of models; those it does not name are well.</summary>
    private void Follow(ModelStatus[] statuses, long nowMs)
    {
        if (statuses.Length == 0)
        {
            _models = null;
            return;
        }
        var next = new Dictionary<string, ModelView>(statuses.Length, StringComparer.Ordinal);
        foreach (var status in statuses)
        {
            var view = Model(status.Model) ?? new ModelView(status.Model, contact);
            // Whoever brought it back says that its failures are over.
            if (status.State == KeyHealthState.Active && view.Status.State != KeyHealthState.Active)
                Load.Forgive();
            view.Apply(status, nowMs);
            next[status.Model] = view;
        }
        _models = next;
    }
}
