using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Forms;

/// <summary>
/// What the gateway needs to know of a form, written as the JSON that a request without files would be: the same rules then hold for both.
/// </summary>
internal sealed class FormFields(Operation operation)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(string Name, string? Value)> _fields = [];

    /// <summary>Whether the gateway reads the field. All others pass.</summary>
    public bool Reads(string name) => name switch
    {
        "model" => true,
        "n" => operation.IsImages(),
        "prompt" => operation == Operation.ImageEdits,
        "stream" => operation is Operation.ImageEdits or Operation.Transcriptions,
        "response_format" => operation.IsAudio(),
        _ => false,
    };

    /// <summary>Takes a field of text.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public RequestProblem? Take(string name, ReadOnlySpan<byte> value)
    {
        if (!Reads(name))
            return null;
        if (_fields.Exists(field => field.Name == name))
            return RequestProblem.Duplicate(name);
        try
        {
            _fields.Add((name, Strict.GetString(value)));
            return null;
        }
        catch (DecoderFallbackException)
        {
            return RequestProblem.InvalidForm($"the field '{name}' is not valid UTF-8");
        }
    }

    /// <summary>Takes a file.</summary>
    /// <inheritdoc cref="Take"/>
    public RequestProblem? TakeFile(string name)
    {
        if (Reads(name))
            return RequestProblem.FileForText(name);
        // Of several images each stands in a field of the list's name.
        var plain = name.StartsWith("image[", StringComparison.Ordinal) ? "image" : name;
        if (plain is "file" or "image" && !_fields.Exists(field => field.Name == plain))
            _fields.Add((plain, null));
        return null;
    }

    public PooledBody ToJson()
    {
        var body = new PooledBody(256);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        foreach (var (name, value) in _fields)
            Write(json, name, value);
        json.WriteEndObject();
        json.Flush();
        return body;
    }

    /// <summary>What is neither a number nor a truth value where one belongs is for the rules of JSON to refuse.</summary>
    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (name == "n" && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            json.WriteNumber(name, number);
        else if (name == "stream" && bool.TryParse(value, out var truth))
            json.WriteBoolean(name, truth);
        else
            json.WriteString(name, value);
    }
}
