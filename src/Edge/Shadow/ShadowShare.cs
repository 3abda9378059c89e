using AiGateway.Core.Grayscale;

namespace AiGateway.Edge.Shadow;

/// <summary>Which calls are copied: a percentage of them, exactly and in turn.</summary>
internal sealed class ShadowShare
{
    private const int Whole = 10_000;

    private readonly Lock _gate = new();
    private WeightedRotation _rotation = new();
    private int _part = -1;

    /// <summary>Whether it is this call's turn.</summary>
    /// <param name="percent">0.01–100; when it changes the count begins anew.</param>
    public bool Next(double percent)
    {
        var part = (int)Math.Round(percent * (Whole / 100));
        WeightedRotation rotation;
        lock (_gate)
        {
            if (part != _part)
                (_part, _rotation) = (part, new WeightedRotation(part, Whole - part));
            rotation = _rotation;
        }
        return rotation.Next() == 0;
    }
}
