using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Control;

/// <summary>The rules in the order they were added; the first that matches and is not spent answers.</summary>
internal sealed class RuleBook
{
    private readonly Lock _gate = new();
    private readonly List<ActiveRule> _rules = [];
    private long _lastId;

    public IReadOnlyList<long> Add(IReadOnlyList<Rule> rules)
    {
        lock (_gate)
        {
            var added = rules.Select(rule => new ActiveRule(++_lastId, rule)).ToList();
            _rules.AddRange(added);
            return added.ConvertAll(rule => rule.Id);
        }
    }

    public bool Remove(long id)
    {
        lock (_gate)
            return _rules.RemoveAll(rule => rule.Id == id) > 0;
    }

    public void Clear()
    {
        lock (_gate)
            _rules.Clear();
    }

    public IReadOnlyList<object> List()
    {
        lock (_gate)
            return _rules.ConvertAll<object>(rule => new { rule.Id, rule.Used, rule.Rule });
    }

    public ActiveRule Take(Call call)
    {
        lock (_gate)
        {
            var rule = _rules.Find(rule => !rule.IsSpent && rule.Rule.Match.Holds(call));
            if (rule is null)
                return ActiveRule.None;
            rule.Used++;
            return rule;
        }
    }
}
