namespace AiGateway.EndToEnd.Tests.Telemetry;

public sealed class WireMessageTests
{
    [Fact]
    public void Fields_of_every_wire_type_are_read()
    {
        var message = WireMessage.Read(Convert.FromHexString("08ac02" + "110000000000000440" + "1a026869" + "1a0308ff01" + "2502000000"));

        Assert.Equal(300UL, message.Integer(1));
        Assert.Equal(2.5, message.Double(2));
        Assert.Equal("08ff01", message.Hex(3));
        Assert.Equal(255UL, message.One(3).Integer(1));
        Assert.Equal(2UL, message.Integer(4));
        Assert.False(message.Has(5));
    }

    [Theory]
    [InlineData("1a05686900")]
    [InlineData("08ac")]
    [InlineData("0b")]
    [InlineData("08ffffffffffffffffffffff01")]
    public void What_is_no_protobuf_is_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => WireMessage.Read(Convert.FromHexString(hex)));
}
