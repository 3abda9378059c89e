using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class TransportFaultTests
{
    [Theory]
    [InlineData(TransportFault.ConnectFailed)]
    [InlineData(TransportFault.Reset)]
    [InlineData(TransportFault.FirstByteTimeout)]
    [InlineData(TransportFault.FirstTokenTimeout)]
    [InlineData(TransportFault.IdleTimeout)]
    [InlineData(TransportFault.CutStream)]
    [InlineData(TransportFault.MalformedAnswer)]
    public void A_fault_on_the_way_is_transient_and_moves_on(TransportFault fault)
    {
        var failure = FailureClassifier.Transport(fault);

        Assert.Equal((FailureClass.Transient, FailureScope.Endpoint, 0), (failure.Class, failure.Scope, failure.Status));
        Assert.True(failure.MovesOn);
        Assert.False(failure.PenalisesKey);
        Assert.False(string.IsNullOrEmpty(failure.Message));
    }

    [Fact]
    public void Every_fault_has_a_reason_of_its_own()
    {
        var faults = Enum.GetValues<TransportFault>();

        Assert.Equal(faults.Length, faults.Select(fault => FailureClassifier.Transport(fault).ReasonCode).Distinct().Count());
    }

    [Fact]
    public void A_caller_that_left_says_nothing_about_the_key()
    {
        var failure = FailureClassifier.Transport(TransportFault.ClientCancelled);

        Assert.Equal((FailureClass.ClientCancelled, FailureScope.Request), (failure.Class, failure.Scope));
        Assert.False(failure.MovesOn);
    }
}
