using System.Text;
using AiGateway.Edge.Objects;

namespace AiGateway.Edge.Tests.Objects;

public sealed class FirstEventTests
{
    [Theory]
    [InlineData("event: thread.created\ndata: {\"id\":\"thread_1\"}\n\nevent: x\ndata: 2\n\n", "{\"id\":\"thread_1\"}", true)]
    [InlineData("event: thread.created\r\ndata:{\"id\":1}\r\n\r\n", "{\"id\":1}", true)]
    [InlineData(": hello\rdata: 1\r\r", "1", true)]
    [InlineData("event: thread.created\n\ndata: 2\n\n", "", true)]
    [InlineData("data: {\"id\":", "{\"id\":", false)]
    [InlineData("", "", false)]
    public void Its_data_and_its_end_are_found(string stream, string data, bool whole)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);

        Assert.Equal((data, whole), (Encoding.UTF8.GetString(FirstEvent.Data(bytes)), FirstEvent.End(bytes) >= 0));
    }
}
