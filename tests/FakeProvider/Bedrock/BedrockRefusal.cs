using System.Text.Json;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Bedrock;

/// <summary>Errors in Amazon's form: what kind it is stands in a header.</summary>
internal static class BedrockRefusal
{
    public static Answer Invalid(string message) => Error(400, "ValidationException", message);

    public static Answer Error(int status, string type, string message) => new()
    {
        Status = status,
        Headers = new Dictionary<string, string> { ["x-amzn-errortype"] = type + ":http://internal.amazon.com/coral/com.amazon.bedrock/" },
        Body = JsonSerializer.SerializeToElement(new { message }),
    };

    /// <summary>From the layer in front, which names the kind in the body as well.</summary>
    public static Answer Denied(string type, string message) => new()
    {
        Status = 403,
        Headers = new Dictionary<string, string> { ["x-amzn-errortype"] = type },
        Body = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["__type"] = "com.amazon.coral.service#" + type, ["message"] = message }),
    };
}
