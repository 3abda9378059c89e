using System.Globalization;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Pairs the calls of a conversation with their results: by id, or where there is none by name and order.</summary>
internal sealed class CallLedger
{
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, Queue<string>> _open = [];
    private readonly HashSet<string> _answered = [];
    private int _made;

    /// <summary>Results that never came are not those of the calls that follow.</summary>
    public void BeginTurn() => _open.Clear();

    /// <returns>The id of the call.</returns>
    public string Call(string? id, string name)
    {
        id ??= NewId();
        _names[id] = name;
        if (!_open.TryGetValue(name, out var queue))
            _open[name] = queue = new Queue<string>();
        queue.Enqueue(id);
        return id;
    }

    /// <returns>The id of the call this is the result of.</returns>
    public string Result(string? id, string name)
    {
        if (id is not null && _names.ContainsKey(id))
        {
            _answered.Add(id);
            return id;
        }
        if (_open.TryGetValue(name, out var queue))
            while (queue.TryDequeue(out var open))
                if (_answered.Add(open))
                    return open;
        return id ?? NewId();
    }

    /// <summary>Null when no call has this id.</summary>
    public string? NameOf(string? id) => id is not null && _names.TryGetValue(id, out var name) ? name : null;

    private string NewId()
    {
        string id;
        do
            id = string.Create(CultureInfo.InvariantCulture, $"call_{_made++}");
        while (_names.ContainsKey(id));
        return id;
    }
}
