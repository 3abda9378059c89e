using System.Net.WebSockets;
using System.Text;
using AiGateway.Edge.Realtime;

namespace AiGateway.Edge.Tests.Realtime;

public sealed class SessionEndTests
{
    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1008, 1008)]
    [InlineData(4999, 4999)]
    [InlineData(1005, 1000)]
    [InlineData(1006, 1000)]
    [InlineData(null, 1000)]
    public void The_other_sides_code_is_passed_on_where_it_can_be_sent(int? code, int told) =>
        Assert.Equal((WebSocketCloseStatus)told, SessionEnd.Of((WebSocketCloseStatus?)code, "why").Code);

    [Fact]
    public void A_reason_is_cut_to_what_a_close_frame_holds()
    {
        var end = SessionEnd.OfLimit(string.Concat(Enumerable.Repeat("用完了😀", 40)));

        Assert.Equal((WebSocketCloseStatus)4429, end.Code);
        Assert.InRange(Encoding.UTF8.GetByteCount(end.Reason), 110, 123);
        Assert.Equal(end.Reason, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(end.Reason)));
    }
}
