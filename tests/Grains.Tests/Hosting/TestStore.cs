using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace AiGateway.Grains.Tests.Hosting;

/// <summary>
/// A store that outlives silos, as Redis does, keeps state as the same plain JSON, changes a record only if its ETag
/// matches, and fails on command.
/// </summary>
internal sealed class TestStore : IGrainStorage
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<(string, GrainId), (byte[] Json, long ETag)> _records = [];
    private readonly ConcurrentDictionary<GrainId, Func<Task>> _before = new();
    private readonly ConcurrentDictionary<GrainId, Func<Task>> _after = new();
    private long _etag;

    /// <summary>What happens before a grain's state is written: hang, or throw; null ends it.</summary>
    public void BeforeWrite(IAddressable grain, Func<Task>? action) => Set(_before, grain, action);

    /// <summary>What happens when it has been written and nobody has been told yet.</summary>
    public void AfterWrite(IAddressable grain, Func<Task>? action) => Set(_after, grain, action);

    /// <summary>Fails the next write of a grain's state before anything is stored.</summary>
    public void FailOnce(IAddressable grain) => BeforeWrite(grain, () =>
    {
        BeforeWrite(grain, null);
        return Task.FromException(new IOException("The store is not there."));
    });

    /// <summary>Does what another activation of the same grain would: writes, so that this one's ETag is old.</summary>
    public void WriteByAnother(IAddressable grain)
    {
        lock (_gate)
        {
            foreach (var key in _records.Keys.Where(key => key.Item2 == grain.GetGrainId()).ToList())
                _records[key] = (_records[key].Json, ++_etag);
        }
    }

    /// <summary>Makes a record as if a grain had stored it.</summary>
    public void Put<T>(IAddressable grain, string stateName, T state)
    {
        lock (_gate)
            _records[(stateName, grain.GetGrainId())] = (JsonSerializer.SerializeToUtf8Bytes(state, Options), ++_etag);
    }

    /// <summary>The stored text of a grain's state; null when there is none.</summary>
    public string? Text(IAddressable grain)
    {
        lock (_gate)
            return _records.FirstOrDefault(r => r.Key.Item2 == grain.GetGrainId()) is { Value.Json: { } json } ? System.Text.Encoding.UTF8.GetString(json) : null;
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            if (_records.TryGetValue((stateName, grainId), out var record))
            {
                grainState.State = JsonSerializer.Deserialize<T>(record.Json, Options)!;
                (grainState.ETag, grainState.RecordExists) = (Name(record.ETag), true);
            }
            else
            {
                grainState.State = Activator.CreateInstance<T>();
                (grainState.ETag, grainState.RecordExists) = (null, false);
            }
        }
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // As a real store does, before anything is waited for: the grain may change its state meanwhile.
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State, Options);
        if (_before.TryGetValue(grainId, out var before))
            await before();
        string etag;
        lock (_gate)
        {
            var held = _records.TryGetValue((stateName, grainId), out var record) ? Name(record.ETag) : null;
            if (held != grainState.ETag)
                throw new InconsistentStateException("The record has been changed.", held ?? "none", grainState.ETag ?? "none");
            _records[(stateName, grainId)] = (json, ++_etag);
            etag = Name(_etag);
        }
        if (_after.TryGetValue(grainId, out var after))
            await after();
        (grainState.ETag, grainState.RecordExists) = (etag, true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    private static string Name(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    private static void Set(ConcurrentDictionary<GrainId, Func<Task>> actions, IAddressable grain, Func<Task>? action)
    {
        if (action is null)
            actions.TryRemove(grain.GetGrainId(), out _);
        else
            actions[grain.GetGrainId()] = action;
    }
}
