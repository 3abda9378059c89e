using System.Reflection;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>A control plane of plain objects: gives out what a test has put there.</summary>
public class FakeGrains : DispatchProxy
{
    private readonly Dictionary<(Type, string), object> _grains = [];
    private readonly Dictionary<Type, Func<string, object>> _makers = [];

    /// <summary>The factory as the product sees it.</summary>
    public IGrainFactory Factory => (IGrainFactory)(object)this;

    public static FakeGrains New() => (FakeGrains)(object)Create<IGrainFactory, FakeGrains>();

    /// <summary>Makes grains of an interface when they are first asked for; each key has its own.</summary>
    public FakeGrains Add<T>(Func<string, T> make)
        where T : class
    {
        _makers[typeof(T)] = make;
        return this;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod is { Name: "CreateObjectReference" })
            return args![0];
        if (targetMethod is not { Name: "GetGrain", IsGenericMethod: true })
            throw new NotSupportedException(targetMethod?.Name);
        var type = targetMethod.GetGenericArguments()[0];
        var key = Convert.ToString(args![0], System.Globalization.CultureInfo.InvariantCulture)!;
        lock (_grains)
        {
            if (!_grains.TryGetValue((type, key), out var grain))
                _grains[(type, key)] = grain = _makers[type](key);
            return grain;
        }
    }
}
