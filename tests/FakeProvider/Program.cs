using AiGateway.FakeProvider;

var app = FakeProviderApp.Create(args);
await app.StartAsync();
foreach (var url in app.Urls)
    Console.WriteLine($"listening on {url}");
await app.WaitForShutdownAsync();
