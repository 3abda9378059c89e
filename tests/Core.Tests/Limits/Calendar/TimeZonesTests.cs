using AiGateway.Core.Limits.Calendar;

namespace AiGateway.Core.Tests.Limits.Calendar;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("America/Port-au-Prince")]
    [InlineData("Etc/GMT+5")]
    [InlineData("UTC")]
    public void A_name_of_IANA_is_found(string name) => Assert.True(TimeZones.TryFind(name, out var zone) && zone.Id == name);

    [Fact]
    public void No_name_is_UTC() => Assert.True(TimeZones.TryFind(null, out var zone) && zone == TimeZoneInfo.Utc);

    [Theory]
    [InlineData("Europe/Berlim")]
    [InlineData("Europe")]
    [InlineData("Eastern Standard Time")]
    [InlineData("+02:00")]
    [InlineData("")]
    public void Another_name_is_not(string name) => Assert.False(TimeZones.TryFind(name, out _));

    [Theory]
    [InlineData("localtime")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("right/Europe/Berlin")]
    [InlineData("Europe/../../../../etc/localtime")]
    [InlineData("Europe//Berlin")]
    [InlineData("/usr/share/zoneinfo/Europe/Berlin")]
    [InlineData("/dev/zero")]
    [InlineData("Europe/Berlin\0")]
    public void A_name_is_never_a_way_to_another_file(string name) => Assert.False(TimeZones.TryFind(name, out _));

    [Fact]
    public void A_name_is_found_in_its_own_spelling_only_even_when_the_zone_is_loaded()
    {
        Assert.True(TimeZones.TryFind("Asia/Tokyo", out _));
        Assert.False(TimeZones.TryFind("ASIA/TOKYO", out _));
        Assert.False(TimeZones.TryFind("Utc", out _));
    }

    [Fact]
    public void Every_zone_of_the_system_has_a_well_formed_name() =>
        Assert.All(TimeZoneInfo.GetSystemTimeZones(), zone => Assert.True(TimeZones.IsWellFormed(zone.Id), zone.Id));
}
