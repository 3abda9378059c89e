using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses.State;

public sealed class KeptResponseTests
{
    private const long Now = 1_000_000_000;

    [Fact]
    public void One_in_use_is_stored_again_after_a_day()
    {
        Assert.Null(Kept().Used(Now + KeptResponse.TouchMs - 1));
        Assert.Equal(Now + KeptResponse.TouchMs, Kept().Used(Now + KeptResponse.TouchMs)!.UsedMs);
    }

    [Fact]
    public void One_that_has_ended_never_changes()
    {
        var ended = Kept() with { Response = Json("""{"status":"completed","output":[]}""") };
        Assert.False(ended.GivesWayTo(Kept()));
        Assert.Same(ended, ended.Cancelled());
        Assert.Null(ended.Lost(0, Now));
        Assert.True(ended.HasEnded);
    }

    [Fact]
    public void One_that_is_being_made_gives_way_to_its_own_end_alone()
    {
        var running = Begun();
        Assert.True(running.GivesWayTo(Kept()));
        Assert.False(running.GivesWayTo(Kept() with { Consumer = "them" }));
        Assert.False(running.HasEnded);
    }

    [Fact]
    public void One_whose_maker_is_silent_for_a_minute_has_failed()
    {
        Assert.Null(Begun().Lost(Now, Now + KeptResponse.SilenceMs));
        var lost = Begun().Lost(Now, Now + KeptResponse.SilenceMs + 1)!;
        var json = JsonElement.Parse(lost.Response.Span);
        Assert.Equal(("failed", "server_error", false), (lost.Status, json.GetProperty("error").GetProperty("code").GetString(), lost.IsRunning));
        Assert.StartsWith("The gateway was restarted", json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(("resp_req_1", true), (json.GetProperty("id").GetString(), json.GetProperty("background").GetBoolean()));
    }

    [Fact]
    public void One_that_is_cancelled_says_so_and_has_no_error()
    {
        var json = JsonElement.Parse(Begun().Cancelled().Response.Span);
        Assert.Equal(("cancelled", JsonValueKind.Null), (json.GetProperty("status").GetString(), json.GetProperty("error").ValueKind));
    }

    [Fact]
    public void What_was_too_large_has_no_status_and_nothing_goes_on_from_it()
    {
        var large = Kept() with { TooLargeBytes = 5, Response = default };
        Assert.Null(large.Status);
        Assert.False(large.HasEnded);
    }

    [Theory]
    [InlineData(true, int.MaxValue, true)]
    [InlineData(true, 100, false)]
    [InlineData(false, int.MaxValue, false)]
    public void A_response_says_whether_the_gateway_keeps_it(bool kept, int mostBytes, bool said)
    {
        var traits = new AnswerTraits("resp_req_1", "m", 1) { Keeping = new() { IsKept = kept, MostBytes = mostBytes, Previous = "resp_req_0" } };
        var answer = Wire.Written(new ChatAnswer { Id = "resp_theirs", Choices = [new(0, [new TextPart("x")], FinishReason.Stop)] }, traits);
        Assert.Equal(("resp_req_1", said, "resp_req_0"), (answer.GetProperty("id").GetString(), answer.GetProperty("store").GetBoolean(), answer.GetProperty("previous_response_id").GetString()));

        var writer = (ResponseStreamWriter)ResponsesCodec.Instance.NewStreamWriter(traits);
        var stream = Wire.Stream([new(ChatEventKind.Start), ChatEvent.Piece(ChatEventKind.Text, new string('x', 100)), new(ChatEventKind.Finish), new(ChatEventKind.End)], writer);
        Assert.Equal(said, JsonElement.Parse(writer.Final.Span).GetProperty("store").GetBoolean());
        Assert.Equal(said, Snapshot.Of(stream).Final.GetProperty("store").GetBoolean());
    }

    [Fact]
    public void Ids_tell_whose_response_it_may_be()
    {
        Assert.True(ItemIds.MayBeKept(ItemIds.OfCall("req_1")));
        Assert.False(ItemIds.MayBeKept("resp_0a1b"));
    }

    private static KeptResponse Begun() => Kept() with
    {
        IsRunning = true,
        Response = BegunResponse.Write(new AnswerTraits("resp_req_1", "m", 1) { Keeping = new() { IsKept = true, InBackground = true } }),
    };

    private static KeptResponse Kept() => new() { Consumer = "me", CreatedMs = Now, UsedMs = Now, Input = Json("[]") };

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);
}
