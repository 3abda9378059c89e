using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Quirks;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class RequestEditTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static string Edited(string body, RequestChanges changes, Operation operation = Operation.ChatCompletions)
    {
        var scan = Wire.Scan(body, operation);
        return Wire.Written(output => RequestEdit.Write(Wire.Bytes(body), scan, changes, output));
    }

    [Fact]
    public void Nothing_to_change_leaves_every_byte()
    {
        var body = $"{{ \"model\" : \"m\" ,\n {Messages},\t\"x_vendor\":{{\"a\":[1, 2.50]}}, \"stream\":true,\"stream_options\":{{\"include_usage\":true}} }}\n";
        Assert.Equal(body, Edited(body, new RequestChanges { Model = "m", AskUsage = true }));
    }

    [Fact]
    public void Only_the_model_changes()
    {
        var body = $"{{\"model\" :  \"asked\" , {Messages}, \"seed\":1.0}}";
        Assert.Equal(body.Replace("\"asked\"", "\"vendor/real:1\"", StringComparison.Ordinal), Edited(body, new RequestChanges { Model = "vendor/real:1" }));
    }

    [Theory]
    [InlineData("{}", "{\"model\":\"theirs\"}")]
    [InlineData("{ }", "{ \"model\":\"theirs\"}")]
    [InlineData("{\"input\":\"hi\"}", "{\"input\":\"hi\",\"model\":\"theirs\"}")]
    public void A_model_that_only_the_path_names_is_put_into_the_body(string before, string after)
    {
        Assert.True(RequestScan.TryRead(Wire.Bytes(before), Operation.Responses, out var scan, out _, new PathModel("asked")));
        Assert.Equal(after, Wire.Written(output => RequestEdit.Write(Wire.Bytes(before), scan, new RequestChanges { Model = "theirs" }, output)));
    }

    [Fact]
    public void A_model_name_is_escaped() =>
        Assert.Equal($"{{\"model\":\"a\\\"b\\\\\",{Messages}}}", Edited($"{{\"model\":\"m\",{Messages}}}", new RequestChanges { Model = "a\"b\\" }));

    [Theory]
    [InlineData("\"stream\":true", "\"stream\":true,{0},\"stream_options\":{{\"include_usage\":true}}")]
    [InlineData("\"stream\":true,\"stream_options\":null", "\"stream\":true,\"stream_options\":{{\"include_usage\":true}},{0}")]
    [InlineData("\"stream\":true,\"stream_options\":{}", "\"stream\":true,\"stream_options\":{{\"include_usage\":true}},{0}")]
    [InlineData("\"stream\":true,\"stream_options\":{ \"x\":1}", "\"stream\":true,\"stream_options\":{{\"include_usage\":true, \"x\":1}},{0}")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":false,\"x\":1}", "\"stream\":true,\"stream_options\":{{\"include_usage\":true,\"x\":1}},{0}")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":null}", "\"stream\":true,\"stream_options\":{{\"include_usage\":true}},{0}")]
    [InlineData("\"stream\":false", "\"stream\":false,{0}")]
    public void Usage_is_asked_for_in_streams_alone(string members, string expected)
    {
        var wanted = "{\"model\":\"m\"," + string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, Messages) + "}";
        Assert.Equal(wanted, Edited($"{{\"model\":\"m\",{members},{Messages}}}", new RequestChanges { AskUsage = true }));
    }

    [Theory]
    [InlineData("\"max_tokens\":500", "\"max_tokens\":100")]
    [InlineData("\"max_tokens\":50", "\"max_tokens\":50")]
    [InlineData("\"max_tokens\":500,\"max_completion_tokens\":50", "\"max_tokens\":100,\"max_completion_tokens\":50")]
    [InlineData("\"max_completion_tokens\":101", "\"max_completion_tokens\":100")]
    [InlineData("\"max_tokens\":null", "\"max_tokens\":100")]
    public void Declared_caps_are_lowered_where_they_stand(string before, string after) =>
        Assert.Equal($"{{\"model\":\"m\",{after},{Messages}}}", Edited($"{{\"model\":\"m\",{before},{Messages}}}", new RequestChanges { OutputCap = 100 }));

    [Fact]
    public void A_cap_is_added_under_the_name_the_provider_knows() =>
        Assert.Equal(
            $"{{\"model\":\"m\",{Messages},\"max_completion_tokens\":9}}",
            Edited($"{{\"model\":\"m\",{Messages}}}", new RequestChanges { OutputCap = 9, CapMember = "max_completion_tokens" }));

    [Fact]
    public void Edits_at_one_place_keep_their_order() =>
        Assert.Equal(
            $"{{\"model\":\"r\",\"stream\":true,{Messages},\"stream_options\":{{\"include_usage\":true}},\"max_tokens\":9}}",
            Edited($"{{\"model\":\"m\",\"stream\":true,{Messages}}}", new RequestChanges { Model = "r", AskUsage = true, OutputCap = 9 }));

    [Fact]
    public void Embeddings_have_no_stream_and_no_cap()
    {
        const string body = """{"model":"m","input":"x","stream":true}""";
        Assert.Equal(body, Edited(body, new RequestChanges { AskUsage = true, OutputCap = 1 }, Operation.Embeddings));
    }

    [Theory]
    [InlineData("\"max_completion_tokens\":500", ",\"max_tokens\":100")]
    [InlineData("\"max_completion_tokens\":50,\"seed\":1", ",\"max_tokens\":50,\"random_seed\":1")]
    [InlineData("\"max_completion_tokens\":500,\"max_tokens\":700", ",\"max_tokens\":100")]
    [InlineData("\"max_completion_tokens\":null", "", ",\"max_tokens\":100")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":false},\"user\":\"u\"", ",\"stream\":true", ",\"max_tokens\":100")]
    public void What_a_provider_takes_by_another_name_or_not_at_all_goes_together_with_all_other_changes(string members, string after, string end = "")
    {
        var body = $"{{\"model\":\"m\",{members},{Messages}}}";
        var traits = ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "mistral" });
        var changes = new RequestChanges
        {
            Model = "r", AskUsage = traits.StreamUsage, OutputCap = 100, CapMember = traits.MaxTokensField!, Quirks = RequestQuirks.Of(traits)!.Find(Wire.Bytes(body)).Edits,
        };

        Assert.Equal($"{{\"model\":\"r\"{after},{Messages}{end}}}", Edited(body, changes));
    }
}
