using AiGateway.Edge.Hosting;
using AiGateway.Edge.Security;
using AiGateway.Grains.Cluster;
using AiGateway.Hosting;
using Microsoft.Extensions.Configuration;

namespace AiGateway.Edge.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void The_defaults_are_in_order()
    {
        Assert.Empty(new GatewaySettings().Problems());
        Assert.Empty(new AdminSettings().Problems());
        Assert.Empty(new ClusterSettings().Problems());
    }

    [Theory]
    [InlineData("DataDirectory", " ")]
    [InlineData("MaxRequestBytes", "1023")]
    [InlineData("MaxBufferedBytes", "1024")]
    [InlineData("MaxConsumerLabels", "10001")]
    [InlineData("MaxAnswerBytes", "1")]
    [InlineData("HeartbeatMs", "999")]
    [InlineData("HeartbeatMs", "90001")]
    [InlineData("FirstByteMs", "0")]
    [InlineData("FirstTokenMs", "99")]
    [InlineData("BetweenTokensMs", "3600001")]
    [InlineData("AttemptsPerTarget", "0")]
    [InlineData("MaxAttempts", "21")]
    [InlineData("BodyTimeoutMs", "999")]
    [InlineData("TrustKeysSeconds", "59")]
    [InlineData("DrainSeconds", "-1")]
    public void A_value_out_of_range_is_named_with_what_it_may_be(string name, string value)
    {
        var problem = Refusal<GatewaySettings>("Gateway", name, value, s => s.Problems());

        Assert.StartsWith($"Gateway:{name}", problem, StringComparison.Ordinal);
        Assert.Matches("must|name", problem);
    }

    [Theory]
    [InlineData("HeartbeatMs", "soon")]
    [InlineData("Hearbeat", "1000")]
    public void A_value_of_the_wrong_kind_or_an_unknown_setting_is_named(string name, string value) =>
        Assert.Contains(name, Refusal<GatewaySettings>("Gateway", name, value, s => s.Problems()), StringComparison.Ordinal);

    [Theory]
    [InlineData("Mode", "Redis", "Cluster:Redis")]
    [InlineData("Redis", "127.0.0.1:6379", "Cluster:Mode")]
    [InlineData("SiloPort", "70000", "Cluster:SiloPort")]
    [InlineData("AdvertisedIp", "here", "Cluster:AdvertisedIp")]
    [InlineData("ClusterId", "a b", "Cluster:ClusterId")]
    [InlineData("SignatureDays", "0", "Cluster:SignatureDays")]
    [InlineData("ResponseDays", "401", "Cluster:ResponseDays")]
    public void Cluster_settings_that_contradict_each_other_are_named(string name, string value, string about) =>
        Assert.Contains(about, Refusal<ClusterSettings>("Cluster", name, value, s => s.Problems()), StringComparison.Ordinal);

    [Fact]
    public void A_short_admin_token_is_refused() =>
        Assert.Contains("16 characters", Refusal<AdminSettings>("Admin", "Token", "short          ", s => s.Problems()), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_without_a_master_key_says_how_to_make_one()
    {
        var refusal = Assert.Throws<SettingsException>(() => new SecuritySettings().Load(ClusterMode.Redis, "nowhere"));

        Assert.Contains("Security:MasterKey", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_master_key_that_is_none_is_refused_without_being_shown()
    {
        var refusal = Assert.Throws<SettingsException>(() => new SecuritySettings { MasterKey = "CANARY" }.Load(ClusterMode.Single, "nowhere"));

        Assert.DoesNotContain("CANARY", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_admin_token_is_matched_however_it_was_written()
    {
        var access = AdminAccess.Open(new AdminSettings { Token = "0123456789abcdef\n" }, "nowhere", MasterKey.Generate(), reset: false);

        Assert.True(access.Allows("0123456789abcdef"));
        Assert.False(access.Allows("0123456789abcdeF"));
        Assert.False(access.Allows(""));
        Assert.Null(access.NewToken);
    }

    private static string Refusal<T>(string section, string name, string value, Func<T, IEnumerable<string>> problems)
        where T : new()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"{section}:{name}", value)]).Build();
        return Assert.Throws<SettingsException>(() => Settings.Read(configuration, section, problems)).Message;
    }
}
