using AiGateway.Upstream;

// The least a provider can do: the load comparison is to measure what stands before it.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
var gap = TimeSpan.FromMilliseconds(builder.Configuration.GetValue("gap-ms", 10));

var app = builder.Build();
app.Run(new CannedProvider(gap).HandleAsync);
await app.RunAsync();
