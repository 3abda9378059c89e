using AiGateway.Edge.Hosting;
using AiGateway.Hosting;
using Microsoft.Extensions.Configuration;

namespace AiGateway.Edge.Tests.Hosting;

public sealed class SettingMessageTests
{
    [Theory]
    [InlineData("Gateway:HeartbeatMS2", "Gateway:HeartbeatMS2 is no setting; did you mean Gateway:HeartbeatMs?")]
    [InlineData("Gateway:Colour", "Gateway:Colour is no setting; Gateway has DataDirectory, ")]
    public void A_setting_nobody_knows_is_named_with_what_was_meant(string name, string message)
    {
        var e = Assert.Throws<SettingsException>(() => Read((name, "1")));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_taken_in_any_case() =>
        Assert.Equal(7, Read(("gateway:drainseconds", "7")).DrainSeconds);

    [Fact]
    public void A_value_of_the_wrong_kind_is_refused_with_its_section() =>
        Assert.StartsWith("Gateway: ", Assert.Throws<SettingsException>(() => Read(("Gateway:DrainSeconds", "soon"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_value_out_of_range_is_told_at_once()
    {
        var e = Assert.Throws<SettingsException>(() => Read(("Gateway:DrainSeconds", "-1"), ("Gateway:MaxAttempts", "99")));
        Assert.Contains("Gateway:DrainSeconds must lie", e.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:MaxAttempts must lie", e.Message, StringComparison.Ordinal);
    }

    private static GatewaySettings Read(params (string Name, string Value)[] given) => Settings.Read<GatewaySettings>(
        new ConfigurationBuilder().AddInMemoryCollection(given.Select(g => KeyValuePair.Create(g.Name, (string?)g.Value))).Build(),
        GatewaySettings.Section, s => s.Problems());
}
