using System.Globalization;
using AiGateway.StreamLoad;

// StreamLoad URL KEY CONCURRENT STREAMS_EACH SPREAD_MS BODY_FILE: prints one line of tab-separated figures.
if (args is not [var url, var key, var concurrent, var each, var spreadMs, var bodyFile])
{
    await Console.Error.WriteLineAsync("usage: StreamLoad URL KEY CONCURRENT STREAMS_EACH SPREAD_MS BODY_FILE");
    return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

using var client = new StreamClient(new Uri(url), key, await File.ReadAllBytesAsync(bodyFile));
var load = new Load(client, Number(concurrent), Number(each), TimeSpan.FromMilliseconds(Number(spreadMs)));
var figures = await load.RunAsync();
Console.WriteLine(figures.ToLine());
return figures.Failed == 0 ? 0 : 1;
