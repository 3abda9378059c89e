using AiGateway.Core.Grayscale;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>An owner of a ramp.</summary>
internal sealed class FakeRamp(string model) : FakeHearer<RampReport, RampStatus>(new RampStatus { ModelId = model }), IRampGrain
{
    public ValueTask<RampStatus> Status() => throw new NotSupportedException();

    public ValueTask<RampFigures> Figures() => throw new NotSupportedException();

    public ValueTask<RampFigures> Operate(RampAction action, RampTerms terms) => throw new NotSupportedException();
}
